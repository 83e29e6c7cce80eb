import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/", "**/*.cjs", "**/*.js", "packages/guard/src/classifier/weights.ts"] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ["./tsconfig.tests.json", "./packages/*/tsconfig.json", "./bench/tsconfig.json", "./training/tsconfig.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // A new member of a union must be placed by a person: no `default` may swallow it.
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // Code points are what we count; the rule wants grapheme clusters.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_$", argsIgnorePattern: "^_" }],
      "no-control-regex": "off",
      eqeqeq: "error",
    },
  },
  { files: ["**/*.test.ts", "**/*.testkit.ts"], rules: { "@typescript-eslint/explicit-module-boundary-types": "off" } },
);
