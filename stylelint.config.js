/** A value in a shorthand: `4px`, `var(--space-4)`, `calc(50% + 3px)`. */
const part = '(?:[^\\s()]|\\((?:[^()]|\\([^()]*\\))*\\))+'
/** Four sides of which the right and the left differ. */
const unevenSides = new RegExp(`^${part}\\s+(${part})\\s+${part}\\s+(?!\\1$)${part}$`)
/** Corners of which two beside each other differ. */
const unevenCorners = new RegExp(
  `^(?:(${part})\\s+(?!\\1$)${part}|(${part})\\s+(?!\\2\\s)${part}\\s+${part}(?:\\s+${part})?)$`,
)

/**
 * Layouts follow the direction of reading: `inset-inline`, `margin-inline`, `text-align: start`. The middle, `left: 50%`,
 * is the same in both. Images, the canvas and charts stay left to right by `dir="ltr"` on their element.
 */
const inReadingOrder = {
  'property-disallowed-list': [
    '/^(margin|padding|border|scroll-margin|scroll-padding)-(left|right)/',
    '/^border-(top|bottom)-(left|right)-radius$/',
  ],
  'declaration-property-value-disallowed-list': {
    '/^(left|right)$/': ['/^(?!50%$)/'],
    '/^(float|clear|text-align|text-align-last|caption-side)$/': ['left', 'right'],
    '/^(margin|padding|inset|scroll-margin|scroll-padding|border-(width|style|color))$/': [String(unevenSides)],
    'border-radius': [String(unevenCorners)],
  },
}

/** Sizes of type, corners and colors are tokens (src/renderer/app/theme/tokens.css); the rest is plain mistakes. */
export default {
  rules: {
    ...inReadingOrder,
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
