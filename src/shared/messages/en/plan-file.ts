import { message } from '../message.ts'

// The schema of the file
export const fileTitle = message('Edit plan file')
export const fileField = message('Several masked edits of one image, in order, for any number of images.')
export const nameField = message('Name of the plan. Default: the name of the file.')
export const stepsField = message('Edits in order. Those that do not overlap run together.')
export const stepNameField = message('Name of the step. Default: its number.')
export const maskField = message(
  'Where the image may change: a file, an embedded PNG, or a rule that finds it on each image.',
)
export const maskFileField = message(
  'Mask image in the folder of the plan, white = edit. Scaled to each image of the same shape.',
)
export const maskPngField = message(
  'Mask as a PNG file in base64, white = edit. Scaled to each image of the same shape.',
)
export const maskSizeField = message('Size of the embedded mask in pixels.')
export const maskFindField = message(
  'Finds the subject of each image, or everything but the subject. Needs a local model.',
)
export const maskWordsField = message('Finds an object by words, such as “the left cup” or “sky”. Needs local models.')
export const maskAllField = message('With words: everything that fits them, not only the best match.')
export const taskField = message('Fill, add or remove. Default: fill; without a model: remove.')
export const promptField = message('What you want in the mask. Required unless the task is remove.')
export const negativePromptField = message('What to avoid.')
export const modelField = message(
  'Model as provider/model, such as openai/gpt-image-2. Default: content-aware fill on this computer.',
)
export const fillModelField = message('Without model: name of a local model for removal. Default: content-aware fill.')
export const strengthField = message('Denoising strength, 0 to 1. Default: the model’s.')
export const seedField = message('Default: random.')
export const growField = message('Pixels by which the mask grows. Default: automatic, as in the window.')
export const featherField = message('Pixels over which the mask then fades out. Default: automatic, as in the window.')
export const onField = message('false = the step is skipped.')

// Problems
export const notReadable = message('{name} is neither JSON nor YAML: {problem}')
export const notValid = message('{name} is not an edit plan: {problems}')
export const noSteps = message('add at least one step')
export const oneMask = message('give exactly one of file, png, find or words')
export const sizeWithPng = message('width and height belong to png')
export const allWithWords = message('all belongs to words')
export const sizeMissing = message('png needs width and height')
export const notBase64 = message('is not a PNG file in base64')
export const otherSize = message('is {width} × {height} pixels')
export const notAModel = message('“{value}” is not a model. Write provider/model, such as openai/gpt-image-2')
export const modelTwice = message('give model or fill_model, not both')
export const fillTakesOnly = message('content-aware fill and local models for removal take none')
export const outsideFolder = message('must be in the folder of the plan')
export const maskCoversAll = message(
  'covers the whole image, so all of it would change. Edit the whole image without a plan',
)
export const fileTooLarge = message('{name} is too large for an edit plan.')
export const cannotReadPlan = message('Cannot read {name}.')
export const cannotWritePlan = message('Cannot save {name}.')
export const stepNumber = message('Step {number}')
