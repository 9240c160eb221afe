/** More than any honest program writes in one text; what claims more is left unread. */
export const textBytesMax = 4 * 1024 * 1024
/** Of all texts and blocks of one file together. */
export const metadataBytesMax = 24 * 1024 * 1024
/** Chunks, segments and blocks of one file that are looked at. */
export const partsMax = 200_000
