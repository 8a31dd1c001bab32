-- The job of examples/national in tuned DuckDB SQL, with doubles. duckdb.mjs puts in DIR and OUT.
-- SPDX-License-Identifier: Apache-2.0
COPY (
WITH rr AS (
 SELECT UPN, SUBJECT, CASE WHEN GRADE='U' THEN 0 ELSE CAST(GRADE AS INTEGER) END AS pts FROM read_csv('DIR/results.csv', header=true, all_varchar=true) WHERE GRADE<>'X'
),
eng AS (SELECT UPN, max(pts) FILTER (SUBJECT='ENGLANG') lang, max(pts) FILTER (SUBJECT='ENGLIT') lit, max(pts) FILTER (SUBJECT='MATHS') maths,
   coalesce(max(pts,6) FILTER (SUBJECT IN ('BIOLOGY','CHEMISTRY','PHYSICS','COMBSCI','COMPSCI','HISTORY','GEOGRAPHY','FRENCH','GERMAN','SPANISH')),[]) eb,
   coalesce(max(pts,3) FILTER (SUBJECT IN ('ART','MUSIC','DRAMA','PE','RE','BUSINESS','DT','MEDIA','SOCIOLOGY','PSYCHOLOGY','FOODPREP','HEALTH')),[]) opn
  FROM rr GROUP BY UPN),
a8 AS (SELECT UPN, lang, lit, maths, 2*greatest(coalesce(lang,0),coalesce(lit,0))+2*coalesce(maths,0)+coalesce(list_sum(eb[1:3]),0)
   + coalesce(list_sum(list_reverse_sort(eb[4:]||opn||CASE WHEN lang IS NOT NULL AND lit IS NOT NULL THEN [least(lang,lit)] ELSE [] END)[1:3]),0) AS a8 FROM eng),
p AS (SELECT UPN, URN, FSM6, CAST(KS2READ AS INTEGER) k1, CAST(KS2MAT AS INTEGER) k2 FROM read_csv('DIR/pupils.csv', header=true, all_varchar=true)),
pp AS (SELECT p.*, coalesce(a8.a8,0) a8, lang, lit, maths, (k1+k2)//2 g FROM p LEFT JOIN a8 USING(UPN)),
nat AS (SELECT g, avg(a8) e FROM pp WHERE g IS NOT NULL GROUP BY g),
sc AS (SELECT pp.*, (pp.a8 - nat.e)/10.0 p8 FROM pp LEFT JOIN nat USING(g)),
sd AS (SELECT stddev_pop(p8) s FROM sc WHERE p8 IS NOT NULL),
sch AS (SELECT URN, count(*) n, avg(a8) att8, count(p8) np8, avg(p8) p8, avg(CASE WHEN greatest(coalesce(lang,0),coalesce(lit,0))>=5 AND coalesce(maths,0)>=5 THEN 1.0 ELSE 0 END) em5,
   avg(p8) FILTER (FSM6='1') p8dis, avg(p8) FILTER (FSM6='0') p8oth FROM sc GROUP BY URN)
SELECT s.URN, s.SCHNAME, s.REGION, s.TRUST, n, round(att8,1) att8, round(p8,2) p8, round(p8-1.96*sd.s/sqrt(np8),2) lo, round(p8+1.96*sd.s/sqrt(np8),2) hi, round(100*em5,0) em5, round(p8dis-p8oth,2) gap,
 CASE WHEN p8+1.96*sd.s/sqrt(np8) >= 0 THEN 'secure' WHEN p8>=-0.5 THEN 'watch' ELSE 'visit' END outcome
FROM sch JOIN read_csv('DIR/schools.csv', header=true, all_varchar=true) s USING(URN), sd ORDER BY URN
) TO 'OUT' (HEADER);
