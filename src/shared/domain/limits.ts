/** Numbers that several places must agree on. */

/** The longest side of an image that Atelier opens and stores, pixels. */
export const imageSidePxMax = 16_384

/** The longest side that any export format is written with, pixels. */
export const exportSidePxMax = 16_384

/** How long an image stays in the trash before it is permanently deleted. */
export const trashKeptMs = 30 * 86_400_000

/** Default strength of a control image, as in the engine's own defaults. */
export const usualControlStrength = 0.9

/** Default strength of color matching at the seam of a fill. */
export const usualColorAdaptation = 0.5

/** Largest message of an agent, over HTTP as over a stream: it may carry an image as base64. */
export const agentMessageBytesMax = 96 * 2 ** 20

/** Limits of a blurred background: standard deviation in percent of the image's longer side. */
export const blurPercentMin = 0.1
export const blurPercentMax = 10
export const usualBlurPercent = 1.5

/** Comparisons a model needs before it gets a score. */
export const comparisonsMin = 5

/** Comparisons, or images with stars, that a model needs before it is suggested. */
export const suggestionBasisMin = 10

/** Fewer images make no map of the library. */
export const mapImagesMin = 10
