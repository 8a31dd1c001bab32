cd "$OUT" && "$LUSTRUM" new my_rules && ls my_rules && head -4 my_rules/my_rules.lustrum | tail -2 &&
    "$LUSTRUM" check my_rules/my_rules.lustrum && "$LUSTRUM" test my_rules/my_rules.lustrum &&
    "$LUSTRUM" test --coverage my_rules/my_rules.lustrum && "$LUSTRUM" lint my_rules/my_rules.lustrum &&
    "$LUSTRUM" fmt --check my_rules/my_rules.lustrum &&
    "$LUSTRUM" review my_rules/my_rules.lustrum --data my_rules --year 2025/26 --out my_rules_results
