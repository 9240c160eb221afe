/** More than any legitimate program writes in one text; larger ones are skipped. */
export const textBytesMax = 4 * 1024 * 1024
/** Limit for all texts and blocks of one file together. */
export const metadataBytesMax = 24 * 1024 * 1024
/** Maximum number of chunks, segments and blocks examined per file. */
export const partsMax = 200_000
