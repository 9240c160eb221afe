/** The largest side that any export format is written with. */
export const exportSidePxMax = 16_384
