/** The largest side any format here is written with. */
export const exportSidePxMax = 16_384
