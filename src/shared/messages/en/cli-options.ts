import { plainMessage as message } from '../plain-message.ts'

// Input and output
export const imageArgument = message('File, https or data: URL, or - for standard input')
export const imageOrIdArgument = message('Image ID, file, https or data: URL, or - for standard input')
export const promptArgument = message('Prompt; @name uses a reference (see “atelier reference”)')
export const mask = message('Mask image: white is edited, black is kept.')
export const growMask = message('Grow the mask.')
export const markupFile = message('JSON file with marks that say what to change where.')
export const featherMask = message('Feather the mask.')
export const seed = message('Seed, to reproduce a result.')
export const lossyQuality = message('Quality of JPEG, WebP and AVIF.')
export const overwrite = message('Overwrite an existing file.')
export const outputFile = message('Output file. Its extension sets the format.')
export const alsoToFile = message('Also save the result to this file. Its extension sets the format.')

// Providers
export const configFile = message('Configuration file to use instead of atelier.yaml.')
export const baseUrl = message('Address of the provider, for this run only.')

// Model
export const modelHeading = message('Model:')
export const provider = message('Provider, such as openai. To list them: atelier providers')
export const model = message(
  'Model, provider/model, or “draft” or “final” for your defaults. Repeat to use several models.',
)
export const modelOption = message('Option of the model. Repeatable.')
export const keyFromInput = message('Read the API key from standard input, for this run only.')

// Image
export const imageHeading = message('Image:')
export const promptOption = message('Prompt, if it is not given as an argument.')
export const negativePrompt = message('Negative prompt.')
export const imageCount = message('Number of images.')
export const size = message('Size in pixels, such as 1024x768.')
export const aspectRatio = message('Aspect ratio, such as 16:9.')
export const numberSettings = {
  guidance: message('Guidance scale (CFG).'),
  steps: message('Sampling steps.'),
  strength: message('Denoising strength.'),
}
export const stylePreset = message('Style preset of the model.')
export const lora = message('LoRA, with its weight. Repeatable.')
export const controlImage = message('Control image, for its lines, depth or poses.')
export const controlNet = message('ControlNet for the control image. To list them: atelier models list')
export const controlStrength = message('Strength of the control image. Default: {value}.')
export const controlEdges = message('Detect the edges of the control image first (Canny).')
export const referenceImage = message('Reference image. Repeatable.')

// Limits
export const limitsHeading = message('Limits:')
export const maxCost = message('Send nothing if the price could exceed this or is unknown.')
export const blockNudity = message('Ask the provider to block nudity.')

// Output
export const outputHeading = message('Output:')
export const copyFolder = message('Also save copies of the images to this folder.')
export const imageField = message('How --json returns images: filepath, b64 or url.')
export const customMetadata = message('Custom metadata, saved with the generation details. Repeatable.')

// Edit
export const editHeading = message('Edit:')
export const areaToSend = message('Area of the image to send, in pixels.')
export const continueConversation = message(
  'Next step of the conversation about the image: say only what to change. The image may be a library ID.',
)
export const newFrame = message('New frame: left,top,right,bottom or WxH+X+Y, in pixels.')

// Blending
export const blendingHeading = message('Blending:')
export const colorMatch = message('Strength of color matching.')
export const softenSeam = message('Soften the seam.')
export const offset = message('Offset of the result in pixels, such as --offset=-3,2.')
export const opacity = message('Opacity of the result.')
export const forcePaste = message('Paste the result even if it does not match the image.')
