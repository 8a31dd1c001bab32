#!/usr/bin/env python3
"""seal.py LUSTRUM -- seal logs, and signatures of results and references, by stock ssh-keygen and by
Lustrum: each takes what the other signs, and every way of forging them that is tried here is refused, with
exit 4 and its own message.

The logs are put together here, from records that Lustrum prepares and signatures that ssh-keygen
makes; so this is a second writer of the form, and ssh-keygen a second judge of the signatures.
Keys of tests/golden/term/_keys sign nothing else.
SPDX-License-Identifier: Apache-2.0
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KEYS = os.path.join(HERE, "golden", "term", "_keys")
RULES_SPACE, KEYS_SPACE, RUN_SPACE = "lustrum-ratify@v1", "lustrum-keys@v1", "lustrum-run@v1"
RULES = '''framework village "Village schools, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn     key text                          from "URN"
  name    identity text                     from "NAME"
  points  outcome number 0 to 90 in points  from "POINTS"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value points
    bands
      high  "High"  when shown value >= 50
      low   "Low"   otherwise
'''
AMENDMENT = '''
amendment {0} "Fairer bands" of attainment.high from {1} article "12" because "Half of the schools were low"
'''
AMENDED = RULES.replace(">= 50", ">= 40") + AMENDMENT.format("fairer", "2027/28")
AGAIN = AMENDED.replace(">= 40", ">= 45") + AMENDMENT.format("firmer", "2028/29")
AGREED = ["--agreed-by", "Minute 2026/14", "--on", "2026-05-14"]


def sha256(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class Desk:
    """A folder with rules, keys, and a memory of its own."""

    def __init__(self, lustrum):
        self.lustrum = lustrum
        self.folder = tempfile.mkdtemp()
        for name in os.listdir(KEYS):
            path = self.path(name)
            shutil.copyfile(os.path.join(KEYS, name), path)
            os.chmod(path, 0o600)
        self.write("rules.lustrum", RULES)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8", newline="") as file:
            return file.read()

    def run(self, *words):
        environment = {**os.environ, "LC_ALL": "C", "NO_COLOR": "1",
                       "XDG_STATE_HOME": self.path("state")}
        done = subprocess.run([self.lustrum, *words], cwd=self.folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def forget(self):
        shutil.rmtree(self.path("state"), ignore_errors=True)

    def sign(self, body, who, space=RULES_SPACE, more=()):
        done = subprocess.run(["ssh-keygen", "-q", "-Y", "sign", "-n", space, *more, "-f",
                               self.path(who)], input=body, capture_output=True, text=True,
                              check=True)
        return done.stdout

    def verified(self, body, armoured, who, space):
        """What stock ssh-keygen says of a signature."""
        key = self.read(who + ".pub").split()
        self.write("allowed", f"{who} {key[0]} {key[1]}\n")
        self.write("one.sig", armoured)
        done = subprocess.run(["ssh-keygen", "-Y", "verify", "-f", self.path("allowed"), "-I", who,
                               "-n", space, "-s", self.path("one.sig")], input=body,
                              capture_output=True, text=True, check=False)
        return done.returncode == 0

    def body(self, rules, *words):
        """The body of the record that Lustrum prepares of rules, after the log that is there."""
        self.write("rules.lustrum", rules)
        status, said = self.run("seal", "rules.lustrum", *words, *AGREED)
        assert status == 0, said
        body = self.read("rules.seal.pending")
        os.remove(self.path("rules.seal.pending"))
        return body

    def first(self, *who, threshold="2"):
        if os.path.exists(self.path("rules.seal")):
            os.remove(self.path("rules.seal"))
        body = self.body(RULES, "--keys", "board.pub", "--threshold", threshold)
        return body, body + "".join(self.sign(body, name) for name in who)

    def longer(self):
        """A log of three records: the seal, an amendment, other keys."""
        log = self.first("commissioner", "reviewer")[1]
        records = [log]
        self.write("rules.seal", log)
        body = self.body(AMENDED)
        records.append(body + self.sign(body, "statistician") + self.sign(body, "reviewer"))
        self.write("rules.seal", "".join(records))
        keys = self.read("commissioner.pub") + self.read("stranger.pub")
        self.write("new.pub", keys)
        body = self.body(AMENDED, "--keys", "new.pub", "--threshold", "2")
        records.append(body + self.sign(body, "commissioner", KEYS_SPACE) +
                       self.sign(body, "reviewer", KEYS_SPACE))
        self.forget()
        return records

    def next_body(self, records, rules=AGAIN):
        self.write("rules.seal", "".join(records))
        body = self.body(rules)
        self.forget()
        return body


def relink(record, before):
    """The body of a record with prev as it would have to be after another record."""
    return re.sub(r"^prev .*$", "prev " + sha256(before), record, count=1, flags=re.M)


def body_of(record):
    return record[:record.index("\nend\n") + 5]


def attacks(desk):
    """Name, code of the message that refuses it, rules, log and memory."""
    both = ("commissioner", "reviewer")
    body, log = desk.first(*both)
    one, two = desk.sign(body, both[0]), desk.sign(body, both[1])
    yield "a later day in the body", "L0937", RULES, log.replace("on 2026-05-14", "on 2026-05-15")
    yield "another title, signed before", "L0937", RULES, log.replace("title \"V", "title \"W")
    yield "one signature of two", "L0939", RULES, body + one
    yield "no signature", "L0939", RULES, body
    yield "one person twice", "L0940", RULES, body + one + one
    yield "signatures in the other order", "L0941", RULES, body + two + one
    yield "a stranger's signature", "L0942", RULES, body + one + desk.sign(body, "stranger")
    yield "the namespace of keys", "L0938", RULES, body + one + desk.sign(body, both[1], KEYS_SPACE)
    yield "the namespace of runs", "L0938", RULES, body + one + desk.sign(body, both[1],
                                                                         "lustrum-run@v1")
    yield "SHA-256 in place of SHA-512", "L0936", RULES, body + one + desk.sign(
        body, both[1], more=("-O", "hashalg=sha256"))
    yield "a line of base64 split", "L0936", RULES, body + one.replace("U1NI", "U1NI\n", 1) + two
    yield "a signature of another text", "L0937", RULES, body + one + desk.sign(body + "x", both[1])
    yield "a line added", "L0932", RULES, log.replace("edition 1\n", "edition 1\nnote x\n")
    yield "a line taken away", "L0932", RULES, log.replace("edition 1\n", "")
    yield "a number with a nought before it", "L0932", RULES, log.replace("edition 1\n", "edition 01\n")
    yield "a day that there is not", "L0932", RULES, log.replace("2026-05-14", "2026-02-30")
    yield "a text that is not that of its hash", "L0932", RULES, log.replace("|    value points",
                                                                            "|    value  points")
    yield "words after the end", "L0932", RULES, log + "\n"
    yield "line ends of another system", "L0932", RULES, log.replace("\n", "\r\n")
    yield "cut off in a signature", "L0932", RULES, log[:-40]
    yield "an empty log", "L0932", RULES, ""
    low = body.replace("threshold 2 of 3", "threshold 1 of 3")
    yield "a lower threshold, not signed for", "L0935", RULES, low + desk.sign(low, both[0])
    seq = body.replace("seq 1\n", "seq 2\n")
    yield "a log that begins with record 2", "L0933", RULES, seq + desk.sign(seq, both[0]) + desk.sign(
        seq, both[1])
    weak = re.sub(r"^key ssh-ed25519 \S+ statistician$",
                  "key ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA "
                  "statistician", body, flags=re.M)
    yield "a key of small order", "L0932", RULES, weak + desk.sign(weak, both[0]) + desk.sign(weak, both[1])

    three = desk.longer()
    yield "a record left out", "L0933", AMENDED, three[0] + three[2]
    yield "the first record left out", "L0933", AMENDED, three[1] + three[2]
    yield "two records the other way round", "L0933", AMENDED, three[0] + three[2] + three[1]
    yield "a record twice", "L0933", AMENDED, three[0] + three[1] + three[1]
    other = body.replace("Minute 2026/14", "Minute 2026/15")
    other += desk.sign(other, both[0]) + desk.sign(other, both[1])
    yield "another first record", "L0934", AMENDED, other + three[1]
    again = body_of(three[1])
    again += desk.sign(again, "commissioner") + desk.sign(again, "reviewer")
    yield "other signatures under a record", "L0934", AMENDED, three[0] + again + three[2]
    swapped = three[0].replace(one, desk.sign(body_of(three[1]), both[0]))
    yield "a signature of one record under another", "L0937", AMENDED, swapped + three[1]
    grabbed = body_of(three[2]).replace("threshold 2 of 2", "threshold 1 of 2")
    grabbed = re.sub(r"^keyset .*$", "keyset " + sha256(grabbed[grabbed.index("threshold"):-4]), grabbed,
                     count=1, flags=re.M)
    yield "keys changed by the keys that come in", "L0942", AMENDED, three[0] + three[1] + (
        grabbed + desk.sign(grabbed, "commissioner", KEYS_SPACE) + desk.sign(grabbed, "stranger",
                                                                          KEYS_SPACE))
    late = desk.next_body(three)
    yield "a key that was taken away", "L0943", AGAIN, "".join(three) + (
        late + desk.sign(late, "commissioner") + desk.sign(late, "reviewer"))
    yield "a key before it was given", "L0942", AMENDED, three[0] + (
        body_of(three[1]) + desk.sign(body_of(three[1]), "reviewer") + desk.sign(
            body_of(three[1]), "stranger"))
    foreign = body_of(three[1]).replace("framework village\n", "framework town\n")
    yield "an amendment of another framework", "L0935", AMENDED, three[0] + (
        foreign + desk.sign(foreign, "commissioner") + desk.sign(foreign, "reviewer"))
    early = re.sub("^(amendment .*)2027/28", r"\g<1>2024/25", body_of(three[1]), flags=re.M)
    yield "an amendment of years gone by", "L0935", AMENDED, three[0] + (
        early + desk.sign(early, "commissioner") + desk.sign(early, "reviewer"))
    second = relink(body.replace("seq 1\n", "seq 2\n"), three[0])
    yield "a second seal", "L0935", RULES, three[0] + (
        second + desk.sign(second, "commissioner") + desk.sign(second, "reviewer"))
    yield "another framework beside the log", "L0910", RULES.replace("village", "hamlet", 1), three[0]
    yield "changed rules", "L0930", RULES.replace(">= 50", ">= 51"), log
    yield "changed words", "L0931", RULES.replace('"High"', '"Tall"'), log
    yield "amended rules, and the log without the amendment", "L0930", AMENDED, three[0]
    yield "rules of before the amendment with a fault of today", "L0930", RULES.replace(
        ">= 50", ">= 49"), "".join(three)


def histories(desk):
    """Name, code, the rules and the log of yesterday, those of today."""
    three = desk.longer()
    body = desk.first("commissioner", "reviewer")[0]
    other = body.replace("Minute 2026/14", "Minute 2026/15")
    other += desk.sign(other, "commissioner") + desk.sign(other, "reviewer")
    fork = body_of(three[1]).replace("Minute 2026/14", "Minute 2026/15")
    fork += desk.sign(fork, "commissioner") + desk.sign(fork, "reviewer")
    yield "an older log", "L0944", (AMENDED, "".join(three)), (RULES, three[0])
    yield "an older log of the same rules", "L0944", (AMENDED, "".join(three)), (
        AMENDED, three[0] + three[1])
    yield "a log that goes another way", "L0945", (AMENDED, "".join(three[:2])), (
        AMENDED, three[0] + fork)
    yield "another seal", "L0946", (RULES, three[0]), (RULES, other)


class Tally:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def expect(self, fine, name, said=""):
        if fine:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED: {name}\n{said}")


def try_attacks(lustrum, tally):
    with Desk(lustrum) as desk:
        tried = list(attacks(desk))
        for name, code, rules, log in tried:
            desk.forget()
            desk.write("rules.lustrum", rules)
            desk.write("rules.seal", log)
            desk.write("schools.csv", "URN,NAME,POINTS\n1,Hill,40\n")
            for words in (("verify",), ("review", "--year", "2025/26", "--quiet")):
                status, said = desk.run(*words, "rules.lustrum")
                tally.expect(status == 4 and said.startswith(f"error[{code}]: "),
                             f"{words[0]}: {name}: exit {status}, wanted {code}", said)
    with Desk(lustrum) as desk:
        for name, code, before, now in list(histories(desk)):
            desk.forget()
            for (rules, log), wanted in ((before, 0), (now, 4)):
                desk.write("rules.lustrum", rules)
                desk.write("rules.seal", log)
                status, said = desk.run("verify", "rules.lustrum")
                fine = status == wanted and (wanted == 0 or said.startswith(f"error[{code}]: "))
                tally.expect(fine, f"{name}: exit {status}, wanted {wanted} {code}", said)


def try_both_ways(lustrum, tally):
    """Lustrum's signatures are good for ssh-keygen, ssh-keygen's for Lustrum."""
    with Desk(lustrum) as desk:
        desk.run("seal", "rules.lustrum", "--keys", "board.pub", "--threshold", "3", *AGREED)
        body = desk.read("rules.seal.pending")
        desk.run("seal", "rules.lustrum", "--sign", "reviewer")
        desk.write("theirs.sig", desk.sign(body, "commissioner"))
        desk.run("seal", "rules.lustrum", "--signature", "theirs.sig")
        status, said = desk.run("review", "rules.lustrum", "--year", "2025/26")
        tally.expect("DRAFT" in said or status == 3 or status == 2, "a draft until it is signed", said)
        desk.run("seal", "rules.lustrum", "--sign", "statistician")
        status, said = desk.run("verify", "rules.lustrum")
        tally.expect(status == 0 and "1 record" in said, "three signatures, two by ssh-keygen", said)
        log = desk.read("rules.seal")
        tally.expect(log.startswith(body), "the body is signed as it was prepared", log)
        signatures = re.findall(r"-----BEGIN.*?-----END SSH SIGNATURE-----\n", log, flags=re.S)
        tally.expect(len(signatures) == 3, "three signatures stand in the log", log)
        for who, armoured in zip(("commissioner", "statistician", "reviewer"), signatures):
            tally.expect(desk.verified(body, armoured, who, RULES_SPACE), f"{who}, by ssh-keygen")
            tally.expect(not desk.verified(body, armoured, who, KEYS_SPACE), f"{who}, other namespace")
            tally.expect(not desk.verified(body + " ", armoured, who, RULES_SPACE), f"{who}, other text")


NATION = RULES.replace("  for each School\n    value points", """  for the nation
    let expected be mean of points over Schools
  for each School
    value points - expected""").replace(">= 50", ">= 0")


def made(desk):
    """A folder with results of sealed rules, out, and of a draft, draft; references of both."""
    desk.write("data/schools.csv", "URN,NAME,POINTS\n1,Hill,40\n2,Mill,60\n")
    desk.write("draft/rules.lustrum", NATION)
    body = desk.body(NATION, "--keys", "board.pub", "--threshold", "2")
    desk.write("rules.seal", body + desk.sign(body, "commissioner") + desk.sign(body, "reviewer"))
    body = desk.body(NATION, "--keys", "new.pub", "--threshold", "1")
    desk.write("rules.seal", desk.read("rules.seal") + body + desk.sign(body, "commissioner", KEYS_SPACE) +
               desk.sign(body, "reviewer", KEYS_SPACE))
    for rules, out, reference in (("rules.lustrum", "out", "reference.csv"),
                                  ("draft/rules.lustrum", "draft_out", "draft.csv")):
        for words in (("review", rules, "--out", out), ("reference", rules, "--out", reference)):
            status, said = desk.run(*words, "--data", "data", "--year", "2025/26", "--quiet")
            assert status == 0, said


def signatures(desk, name, other):
    """Name, the exit code and the message, and what stands in the file of signatures."""
    text = desk.read(name)
    good = desk.sign(text, "commissioner", RUN_SPACE)
    yield "signed", 0, "  signed by commissioner, key SHA256:", good
    yield "signed by two", 0, "  signed by stranger, key SHA256:", good + desk.sign(text, "stranger", RUN_SPACE)
    yield "signed twice by one", 4, "L0940", good + good
    yield "the namespace of seals", 4, "L0981", desk.sign(text, "commissioner", RULES_SPACE)
    yield "the namespace of keys", 4, "L0981", desk.sign(text, "commissioner", KEYS_SPACE)
    yield "another file", 4, "L0982", desk.sign(desk.read(other), "commissioner", RUN_SPACE)
    yield "a byte more", 4, "L0982", desk.sign(text + " ", "commissioner", RUN_SPACE)
    yield "a second that does not fit", 4, "L0982", good + desk.sign(text + " ", "stranger", RUN_SPACE)
    yield "a key that was taken away", 4, "L0984", desk.sign(text, "reviewer", RUN_SPACE)
    yield "nothing in it", 4, "L0980", ""
    yield "no signature", 4, "L0980", "signed: the commissioner\n"
    yield "words after it", 4, "L0980", good + "x\n"
    yield "a line split", 4, "L0980", good.replace("U1NI", "U1NI\n", 1)
    yield "cut off", 4, "L0980", good[:-20]
    yield "line ends of another system", 4, "L0980", good.replace("\n", "\r\n")
    yield "SHA-256 in place of SHA-512", 4, "L0980", desk.sign(text, "commissioner", RUN_SPACE,
                                                               ("-O", "hashalg=sha256"))


def try_runs(lustrum, tally):
    """Results and references that somebody answers for, and forgeries of that."""
    with Desk(lustrum) as desk:
        desk.write("new.pub", desk.read("commissioner.pub") + desk.read("stranger.pub"))
        desk.write("unknown.pub", desk.read("statistician.pub"))
        made(desk)
        use = ("review", "rules.lustrum", "--data", "data", "--year", "2025/26", "--quiet")
        tried = (("out/manifest.json", "draft_out/manifest.json", ("verify", "out"),
                  ("replay", "out", "--data", "data")),
                 ("reference.csv", "draft.csv", ("verify", "reference.csv", "--keys", "rules.seal"),
                  (*use, "--use-reference", "reference.csv")))
        for name, other, verify, again in tried:
            status, said = desk.run(*verify)
            tally.expect(status == 0 and "  not signed" in said and "note[L0985]" in said,
                         f"{name}: not signed, exit {status}", said)
            for what, wanted, words, armoured in signatures(desk, name, other):
                desk.write(name + ".sig", armoured)
                for command in (verify, again):
                    status, said = desk.run(*command)
                    fine = status == wanted and (wanted == 4 or command == again or words in said)
                    fine = fine and (wanted == 0 or said.startswith(f"error[{words}]: "))
                    tally.expect(fine, f"{command[0]} {name}: {what}: exit {status}, wanted {words}", said)
                if wanted == 0:
                    first = armoured[:armoured.index("-----END") + 30]
                    tally.expect(desk.verified(desk.read(name), first, "commissioner", RUN_SPACE),
                                 f"{name}, by ssh-keygen")
            desk.write(name + ".sig", desk.sign(desk.read(name), "commissioner", RUN_SPACE))
            tally.expect(desk.run(*verify[:2], "--keys", "new.pub")[0] == 0, f"{name}: keys that are named")
            status, said = desk.run(*verify[:2], "--keys", "unknown.pub")
            tally.expect(status == 4 and said.startswith("error[L0983]"), f"{name}: other keys", said)
        try_drafts(desk, tally)
        try_logs(desk, tally)


def try_drafts(desk, tally):
    """Drafts have no log: whose signatures count is named, or nobody's do."""
    for name, words in (("draft_out/manifest.json", ("verify", "draft_out")),
                        ("draft.csv", ("verify", "draft.csv"))):
        status, said = desk.run(*words)
        tally.expect(status == 0 and "  not signed" in said, f"{name}: a draft, not signed", said)
        desk.write(name + ".sig", desk.sign(desk.read(name), "stranger", RUN_SPACE))
        status, said = desk.run(*words)
        tally.expect(status == 4 and said.startswith("error[L0986]"), f"{name}: nobody says whose", said)
        status, said = desk.run(*words, "--keys", "new.pub")
        tally.expect(status == 0 and "signed by stranger" in said, f"{name}: keys are named", said)
    for words in (("replay", "draft_out", "--data", "data"), ("compare", "draft_out", "out"),
                  ("bundle", "1", "draft_out", "--data", "data", "--out", "appeal"),
                  ("review", "draft/rules.lustrum", "--data", "data", "--year", "2025/26", "--use-reference",
                   "draft.csv", "--quiet")):
        status, said = desk.run(*words)
        tally.expect(status == 4 and said.startswith("error[L0986]"), f"{words[0]}: nobody says whose", said)
        status, said = desk.run(*words, "--keys", "new.pub")
        tally.expect(status in (0, 1), f"{words[0]}: keys are named", said)
    signed = os.path.exists(desk.path("appeal/result/manifest.json.sig"))
    tally.expect(signed, "a bundle has the signatures of the whole")


def try_logs(desk, tally):
    """The log that results hold is judged, and another log knows nothing of them."""
    log = desk.read("rules.seal")
    manifest = desk.read("out/manifest.json")
    desk.write("out/manifest.json", manifest.replace('"records": 2', '"records": 1'))
    os.remove(desk.path("out/manifest.json.sig"))
    status, said = desk.run("verify", "out")
    tally.expect(status == 4 and said.startswith("error[L0954]"), "a manifest of another record", said)
    desk.write("out/manifest.json", manifest)
    desk.write("out/manifest.json.sig", desk.sign(manifest, "commissioner", RUN_SPACE))
    body = body_of(log).replace("Minute 2026/14", "Minute 2026/15")
    desk.write("other.seal", body + desk.sign(body, "commissioner") + desk.sign(body, "reviewer"))
    desk.forget()
    for path in ("out", "reference.csv"):
        status, said = desk.run("verify", path, "--keys", "other.seal")
        wanted = ("error[L0946]", "error[L0987]")  # the first where the log of the results was seen
        tally.expect(status == 4 and said.startswith(wanted), f"{path}: another log", said)
        desk.forget()
    forged = desk.read("out/rules/rules.seal").replace("on 2026-05-14", "on 2026-05-15", 1)
    desk.write("out/rules/rules.seal", forged)
    was, now = (hashlib.sha256(text.encode()).hexdigest() for text in (log, forged))
    desk.write("out/manifest.json", manifest.replace(was, now))
    os.remove(desk.path("out/manifest.json.sig"))
    status, said = desk.run("verify", "out")
    tally.expect(status == 4 and said.startswith("error[L0937]"), "a log changed with its hash", said)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: seal.py LUSTRUM")
    lustrum = os.path.abspath(sys.argv[1])
    tally = Tally()
    try_both_ways(lustrum, tally)
    try_attacks(lustrum, tally)
    try_runs(lustrum, tally)
    if tally.failed:
        print(f"{tally.passed} passed, {tally.failed} failed")
    sys.exit(1 if tally.failed else 0)


if __name__ == "__main__":
    main()
