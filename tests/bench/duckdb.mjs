// duckdb.mjs DATA OUT.csv [THREADS]: national.sql in DuckDB. Needs `npm install @duckdb/node-api` in
// the folder that it is run from.
// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'module';
import fs from 'fs';
import path from 'path';
const require = createRequire(path.join(process.cwd(), 'x.js'));
const { DuckDBInstance } = require('@duckdb/node-api');
const [, self, dir, out, threads = '2'] = process.argv;
const sql = fs.readFileSync(path.join(path.dirname(self), 'national.sql'), 'utf8').replaceAll('DIR', dir).replaceAll('OUT', out);
const db = await DuckDBInstance.create(':memory:', { threads });
const connection = await db.connect();
const start = process.hrtime.bigint();
await connection.run(sql);
console.error('query seconds', Number(process.hrtime.bigint() - start) / 1e9, 'peak MB', process.resourceUsage().maxRSS / 1024 | 0);
