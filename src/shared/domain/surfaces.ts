/** What the canvas's start needs of a document's surfaces: apart from its schemas, whose imports would start with it. */

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

/** Side of a painted surface's tile in pixels. */
export const tilePx = 256

/** Tiles per save; more are saved in several parts. */
export const tilesPerSave = 4_096

/** Where the local fill may copy from. Every document has exactly one, besides its masks and layers. */
export const samplingSurfaceId = 'sampling'
