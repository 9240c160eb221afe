/** Sizes of type, corners and colors are tokens (src/renderer/app/theme/tokens.css); the rest is plain mistakes. */
export default {
  rules: {
    'block-no-empty': true,
    'color-no-hex': true,
    'custom-property-no-missing-var-function': true,
    'declaration-block-no-duplicate-custom-properties': true,
    'declaration-block-no-duplicate-properties': true,
    'declaration-block-no-shorthand-property-overrides': true,
    'declaration-property-value-allowed-list': {
      'font-size': ['/^var\\(--type/', '/^clamp\\(/', 'inherit', '0'],
      'font-weight': ['400', '500', '600', 'inherit'],
      'border-radius': ['/^(0|50%|inherit|var\\(--radius[\\w-]*\\)|calc\\(.+\\)| )+$/'],
    },
    'function-disallowed-list': ['rgb', 'rgba', 'hsl', 'hsla', 'oklch'],
    'function-no-unknown': true,
    'no-duplicate-selectors': true,
    'no-unknown-animations': true,
    'property-no-unknown': true,
    'selector-type-no-unknown': true,
    'unit-no-unknown': true,
  },
  overrides: [{ files: ['**/theme/tokens.css'], rules: { 'color-no-hex': null, 'function-disallowed-list': null } }],
}
