/** What the window needs of documents besides their types: apart from the schemas, which it does without. */

/** Side of a tile of a painted surface in pixels. */
export const tilePx = 256

/** Tiles that are saved at once; what has more is saved in several parts. */
export const tilesPerSave = 4_096

/** Where the local fill may copy from. Every document has this one surface besides its masks and layers. */
export const samplingSurfaceId = 'sampling'
