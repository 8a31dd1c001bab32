/* harden.h -- what the command gives up before it reads anything, so that whatever goes wrong
 * later, in it or in a library, has nothing to use. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMMAND_HARDEN_H
#define LUSTRUM_COMMAND_HARDEN_H

/* No picture of the memory is ever left (it holds data of persons), and no program that is run from
 * here has more rights than this one. */
void harden_memory(void);

/* From here on the kernel ends the process (SIGSYS) when it opens a socket, runs a program, makes
 * another process, looks into one, or asks for a right; calls that no command needs are not there
 * (ENOSYS). Nothing in a build with sanitizers, which need such calls, or on a processor whose
 * calls are not listed. */
void harden_calls(void);

#endif
