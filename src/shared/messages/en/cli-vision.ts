import { plainMessage as message } from '../plain-message.ts'

export const model = message('CLIP or SigLIP model, by name. Default: the first in the model folders.')

// Embed
export const embed = message('Compute vectors of images and texts with a CLIP or SigLIP model.')
export const embedDetails = message(
  'Prints one line of numbers for each. Vectors of the same model can be compared: the more their product is, the more alike the images or texts. With --all, the library becomes searchable by search --looks and --like.',
)
export const embedImages = message('Image files or library image IDs')
export const embedText = message('A text to embed. Repeatable.')
export const embedAll = message('All library images that have no vector yet.')
export const nothingToEmbed = message('Give an image, --text, or --all.')

// Describe
export const describe = message('Describe images with a model on this computer.')
export const describeDetails = message(
  'Needs a Florence-2 model in ONNX format in a model folder: models download florence2-base. Prints a caption, a description and suggested tags. Library images keep them, separate from your own tags; search description:WORD finds them.',
)
export const describeImages = message('Image files or library image IDs')
export const describeCaption = message('Only the caption: one sentence.')
export const describeDetailed = message('Only the description: a paragraph.')
export const describeTags = message('Only the suggested tags.')
export const describeAll = message('All library images that have no description yet.')
export const descriptionModel = message('Florence-2 model, by name. Default: the first in the model folders.')
export const nothingToDescribe = message('Give an image, or --all.')

// Search
export const searchLooks = message('Images that look like these words, most similar first.')
export const searchLike = message('Images similar to this file or library image, most similar first.')

// Select
export const select = message('Select an object in an image, on this computer, and write its mask.')
export const selectDetails = message(
  'Needs a model for object selection in ONNX format in a model folder, such as SlimSAM or SAM 2; --words also a model for object detection: models download owlv2-base. The mask is a gray PNG of the image’s size: white where the object is.',
)
export const selectPoint = message('A point on the object, in image pixels. Repeatable.')
export const selectExclude = message('A point outside the object, in image pixels. Repeatable.')
export const selectBox = message('A box around the object, in image pixels.')
export const selectWords = message(
  'What to select, in English, such as "the left cup". The object that fits best is selected.',
)
export const selectAll = message('With --words: every object that fits, not only the best.')
export const detectionModel = message(
  'With --words: model for object detection, by name. Default: the first in the model folders.',
)
export const onlyWithWords = message('--all and --detector need --words.')
export const wordsAlone = message('Give either --words, or --point, --exclude and --box.')
export const wordsExpected = message('--words takes 1 to {max} characters.')
export const segmentationModel = message(
  'Model for object selection, by name. Default: the first in the model folders.',
)
export const selectMaskNeedsPng = message('Give --out with a file name that ends in .png.')
export const nothingSelected = message('Give at least one --point, a --box, or --words.')
export const numbersExpected = message('{option} takes {form}, not “{text}”.')
export const outsideImage = message('{option} {text} is not inside the image, which has {widthPx} × {heightPx} pixels.')

// Control
export const control = message('Make the depth map or the poses of an image, for a ControlNet, on this computer.')
export const controlDetails = message(
  'Depth needs a Depth Anything or DPT model, poses an RTMO model, in ONNX format in a model folder: models download depth-anything-v2-small, models download rtmo-s. In a depth map, near is white. Poses are drawn in the colors of OpenPose. The result stays in the library, too; give it to generate --control. For edges, use generate --control-edges with the image itself.',
)
export const controlKind = message('What to make: {kinds}.')
export const controlKindExpected = message('--kind takes {kinds}, not “{text}”.')
export const controlKindMissing = message('Give --kind: {kinds}.')
export const edgesAreGenerated = message(
  'Edges are detected while generating: use generate --control IMAGE --control-edges.',
)
export const controlModel = message('Model of that kind, by name. Default: the first in the model folders.')

// Background
export const background = message('Remove or replace the background of an image, on this computer.')
export const backgroundDetails = message(
  'Needs a model for background removal in ONNX format in a model folder, such as BiRefNet or MODNet. The subject keeps its exact colors; where hair or a soft edge shows the background, too, its own color is estimated.',
)
export const onlyMask = message('Write only the mask to --out, a PNG: white where the subject is.')
export const backgroundColor = message('Put a color behind the subject, such as #ffffff.')
export const backgroundImage = message(
  'Put an image behind the subject: a file or a library image ID. It covers the whole image.',
)
export const backgroundBlur = message(
  'Blur the background: radius in percent of the longer side, from 0.1 to 10. The subject stays sharp, without a halo.',
)
export const oneBackground = message('Give only one of --color, --image and --blur.')
export const maskHasNoBackground = message('--only-mask writes no background. Leave out --color, --image and --blur.')
export const colorExpected = message('--color takes a color such as #ffffff, not “{text}”.')
export const mattingModel = message('Model for background removal, by name. Default: the first in the model folders.')
export const maskNeedsPng = message('Use --only-mask with --out and a file name that ends in .png.')
