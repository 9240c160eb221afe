/** The longest side that Atelier opens and keeps. */
export const imageSidePxMax = 16_384
