/** What the window needs of documents besides their types: separate from the schemas, which it does not load. */

/** Side of a painted surface's tile in pixels. */
export const tilePx = 256

/** Tiles per save; more are saved in several parts. */
export const tilesPerSave = 4_096

/** Where the local fill may copy from. Every document has exactly one, besides its masks and layers. */
export const samplingSurfaceId = 'sampling'
