import { plainMessage as message } from '../plain-message.ts'

// Generate and variations
export const generate = message('Generate images from a prompt.')
export const variations = message('Generate variations of an image.')
export const promptTwice = message('Specify the prompt once: as an argument or with --prompt.')
export const sizeTwice = message('Use --size or --aspect-ratio, not both.')
export const sizeNotValid = message('--size must be WIDTHxHEIGHT in pixels, such as 1024x768, not “{value}”.')
export const aspectRatioNotValid = message('--aspect-ratio must be an aspect ratio such as 16:9, not “{value}”.')
export const seedNotValid = message('--seed must be a whole number from 0 to 18446744073709551615, not “{value}”.')
export const pairNotValid = message('--{option} must be NAME=VALUE, not “{value}”.')
export const loraNotValid = message('--lora must be PATH or PATH@SCALE with a scale from -10 to 10, not “{value}”.')
export const controlMissing = message('--{option} requires a control image. Add --control.')
export const chooseControlNet = message('Choose a ControlNet with --control-net. For {model}: {known}.')
export const noControlNet = message('There is no ControlNet for {model}. Specify one with --control-net.')
export const providerUnknown = message('“{id}” is not a provider. Available: {known}.')
export const dataAddressNotValid = message('A data: URL must contain a base64-encoded image.')

// Models to use
export const providerForSeveral = message(
  '--provider applies to one model. For several, repeat --model provider/model.',
)
export const modelTwice = message('--model {id} is repeated. To get more images of one model, use --n.')
export const addressOfWhom = message('Add --provider ID to specify whose address --base-url is.')
export const addressOfWhich = message('Add --provider ID to specify whose address --base-url is: one of {known}.')
export const modelNotValid = message(
  'With several models, specify each as provider/model, such as openai/gpt-image-2, not “{value}”.',
)
export const noKey = message(
  'No provider has an API key yet. Add one (atelier keys set ID), or try --provider fake, which needs none.',
)
export const noLocalModel = message(
  'No local model can do this yet. You need an engine (atelier engine install, or engine use LIBRARY) and a model (atelier models catalog, or models import FOLDER).',
)
export const noModel = message('No model of {provider} can do this. Choose one with --model.')
export const optionForOneModel = message('--{option} applies to one model, but several are specified.')

// Costs
export const priceUnknown = message(
  'The price is unknown, so --max-cost-usd cannot be checked. Nothing was sent. Choose another model, or remove the option.',
)
export const spentUnknown = message(
  'Earlier requests have no known price, so --max-cost-usd cannot be checked. Nothing more was sent. To continue, remove the option.',
)
export const tooExpensive = message(
  'This would cost about {cost}, more than {limit} (--max-cost-usd). Nothing was sent.',
)
export const setMaxCost = message('{reason} To confirm, add --max-cost-usd with the most it may cost.')

// Outcome
export const madeOf = message('{made} of {total} · {provider} · {model} · {price} · {seconds} s')
export const unpriced = message('price unknown')
export const sentAsText = message(
  'The prompt has choices in braces or __lists__. Only the Studio draws from them: here it is sent as it is written.',
)
export const aboutPrice = message('about {price}')
export const stopping = message(
  'Canceled, but the server cannot be interrupted: it finishes this image before it starts the next. To stop it now, restart the server.',
)
export const refused = message('The provider refused: “{reason}” {billing}')
export const canceledAfterSending = message('Canceled after it was sent. {billing}')
export const canceledBeforeSending = message('Canceled before anything was sent.')
export const cannotCopyImage = message('Could not copy the image to {folder}. It is in the library as {file}.')
export const sameNames = message('There are too many files named like {file} in {folder}.')

// Compile prompt
export const compilePrompt = message('Compose a prompt in the style a model prefers.')
export const partsHeading = message('Parts:')
export const subject = message('Subject.')
export const style = message('Style.')
export const mood = message('Mood.')
export const lighting = message('Lighting.')
export const composition = message('Composition.')
export const camera = message('Camera and lens.')
export const palette = message('Color palette.')
export const medium = message('Medium.')
export const exclude = message('What to exclude.')
export const targetModel = message('Model to write for.')
export const dialect = message('Prompt style, instead of a model: {values}.')
export const negativePrompt = message('Negative prompt: {prompt}')
export const partTooLong = message('--{part} is too long.')
export const targetNotValid = message('--for must be provider/model, such as bfl/flux-pro-1.1, not “{value}”.')
export const modelUnknown = message(
  '{provider} has no model “{id}”. To list its models: atelier providers --json. Or use --dialect, which needs no model.',
)
