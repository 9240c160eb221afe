/** Colors of masks in the order of creation: distinct, and readable over most images. */
export const maskTints = [
  '#ff4d5e',
  '#4da3ff',
  '#ffb02e',
  '#3ddc84',
  '#c77dff',
  '#ff7ac6',
  '#00c2c7',
  '#e0e04a',
] as const
