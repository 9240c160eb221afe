import { plainMessage as message } from '../plain-message.ts'

// Models
export const v3 = message('Text and design. Inpainting and remixing.')
export const v3Transparent = message('Subject on a transparent background.')
export const reframes = message('Extends an image to another aspect ratio. No prompt needed.')
export const replaceBackground = message('Ideogram 3.0 replace background')
export const replacesBackground = message('Keeps the subject and repaints the background.')
export const v45 = message('1 or 4 megapixels.')
export const v46 = message('Latest model. 1 or 4 megapixels.')
export const preciseEdit46 = message('Ideogram 4.6 precise edit')
export const preciseEdit = message('Ideogram 4.5 precise edit')
export const editsPrecisely = message('Edits an image from a prompt, with or without a mask. Keeps the rest unchanged.')
export const v4 = message('Text to image, up to 4 megapixels.')
export const v4Remix = message('Image to image. No seed.')
export const removeObject = message('Ideogram remove object')
export const removeBackground = message('Ideogram remove background')
export const upscale = message('Ideogram upscale')
export const upscalePrice = message('About $0.25 to upscale 1 megapixel ×2.')
export const olderUpscale = message('Ideogram 2.0 upscale')
export const olderUpscaler = message('Older upscaler with adjustable resemblance and detail.')
export const olderModel = message('Older model.')
export const olderInpainting = message('Older model with inpainting.')

// Fields
export const magicPromptHint = message('Ideogram rewrites the prompt. The rewritten prompt is kept with the image.')
export const colorPalette = message('Color palette')
export const resemblance = message('Resemblance')

// Service
export const privacy = message(
  'Prompts and images are sent to Ideogram (api.ideogram.ai). See its terms for how long it keeps them. Links to results expire, some within the hour.',
)
export const keyAcceptedNoBalance = message('API key accepted. Ideogram does not report the balance.')

// Request
export const presetOrReferences = message(
  'Ideogram takes a style preset or reference images, not both. Remove one of them. Nothing was sent.',
)
export const referencesTooLarge = message(
  'The reference images are too large: Ideogram takes 10 MB in total. Remove some, or use smaller ones. Nothing was sent.',
)

// Response
export const withheld = message('Withheld by the safety check (is_image_safe: false).')
