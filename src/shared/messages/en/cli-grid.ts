import { message } from '../message.ts'

export const grid = message('Make a grid of images that differ in one to three settings.')
export const gridDetails = message(
  'The file, in JSON or YAML, holds a tool call as in recipes and the axes x, y and z. Its cells go through the queue, limits and ledger like every request, and are shown in Compare. An interrupted grid continues with --resume: nothing is paid for twice.',
)
export const gridFile = message('The grid’s file, or - for standard input')
export const gridOut = message('Write the grid with its labels to this .png, .jpg, .webp or .pdf file')
export const cellPx = message('Longest side of each image in that file, in pixels. Default: {value}')
export const force = message('Replace the file')
export const estimateOnly = message('Print what would be made, skipped and paid, and send nothing')
export const retryUnknown = message('With --resume: also make cells again that may have been billed')

// The schema of the file
export const fileTitle = message('Grid of images')
export const fileField = message('A tool call as in a recipe, and up to three axes that vary it.')
export const toolField = message('The tool whose parameters are varied.')
export const parametersField = message('Parameters of the tool. Each cell makes one image.')
export const nameField = message('Name of the grid in Compare. Default: the start of the prompt.')
export const xField = message('What differs between columns.')
export const yField = message('What differs between rows.')
export const zField = message('What differs between pages.')
export const orderField = message('Order in which cells are queued.')
export const findField = message('Text to replace in the prompt and the negative prompt.')
export const phrasesField = message('Replacements; the text itself keeps the prompt.')
export const modelsField = message('Models, each as provider/model.')
export const numbersField = message('Numbers, or a text such as “20, 30”, “10-50 (+10)” or “0-1 [5]”.')
export const pathField = message('Name or address of the LoRA.')
export const replacesField = message('Name of the reference in the prompt that is replaced; null = each is added.')
export const namesField = message('Names of references without @; empty = none.')

// Problems
export const notReadable = message('{name} is neither JSON nor YAML: {problem}')
export const notValid = message('{name} does not describe a grid: {problems}')
export const notANumberList = message('{axis}: “{part}” is not a list of numbers in range.')
export const notAModel = message('{axis}: “{value}” is not a model. Write provider/model, such as openai/gpt-image-2.')
export const toolMakesNone = message(
  'The tool “{tool}” makes no image by a request. Use generate_image, edit_image or image_variations.',
)
export const phraseNotFound = message('{axis}: “{text}” is not in the prompt.')
export const nothingToResume = message(
  'No interrupted grid was made from this version of the file. Run it without --resume.',
)
export const formatUnknown = message('{file} must end with .png, .jpg, .webp or .pdf.')

// Progress and result
export const planned = message('{cells, plural, one {# image} other {# images}}, {cost}')
export const skipped = message('{cells, plural, one {# cell is} other {# cells are}} skipped: {reason}')
export const progress = message('{done} of {total}')
export const summary = message('{done} of {total, plural, one {# image} other {# images}} made, {cost}')
export const incomplete = message('{missing, plural, one {# cell has} other {# cells have}} no image.')
export const interrupted = message('Interrupted. Continue with: grid {name} --resume')
