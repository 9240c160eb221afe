/** The longest side of an image that Atelier opens and stores. */
export const imageSidePxMax = 16_384
