import { plainMessage as message } from '../plain-message.ts'

// Models
export const priceByProvider = message(
  'The provider that runs it sets the price; Hugging Face adds nothing. Each month includes a small free credit.',
)
export const photorealistic = message('Photorealistic.')
export const generatesAndEdits = message('Generates and edits images.')
export const fastGeneratesAndEdits = message('Fast. Generates and edits images.')
export const glmImage = message('Renders text well. Size is its only setting.')
export const onHuggingFace = message('Runs at Hugging Face. May need time to start.')
export const fewSteps = message('1 to 8 steps.')

// Service
export const privacy = message(
  'Prompts and images are sent to Hugging Face, and on to the provider that runs the model (fal.ai, Replicate, Together, nscale, WaveSpeed, Z.ai). See their terms for how long they keep them.',
)
export const modelId = message('org/model from huggingface.co, or org/model:provider to choose the provider')
export const account = message('Account {name}.')
export const proAccount = message('Account {name}, PRO.')
export const tokenWithoutProviders = message(
  '{account} This token cannot call Inference Providers, so images will be refused. Give it that permission.',
)
export const modelInvalid = message('“{id}” is not a Hugging Face model. Enter org/model or org/model:provider.')
export const noSupportedProvider = message('No Hugging Face provider that Atelier supports runs {id} right now.')
export const providerDoesNotGenerate = message(
  '{provider} does not generate images with {model}. Nothing was sent or billed.',
)
export const providerDoesNotEdit = message('{provider} does not edit images with {model}. Nothing was sent or billed.')
export const noProviderGenerates = message(
  'No Hugging Face provider generates images with {model} right now. Nothing was sent or billed.',
)
export const noProviderEdits = message(
  'No Hugging Face provider edits images with {model} right now. Nothing was sent or billed.',
)
export const unsupportedGenerate = message(
  'Hugging Face generates images with {model} only via {providers}, which Atelier does not support yet. Nothing was sent or billed.',
)
export const unsupportedEdit = message(
  'Hugging Face edits images with {model} only via {providers}, which Atelier does not support yet. Nothing was sent or billed.',
)
export const taskOfProvider = message('This is not a task of a Hugging Face provider.')
export const acceptTerms = message('{answer} Open the model’s page on huggingface.co and accept its terms.')
export const flaggedByWaveSpeed = message('WaveSpeed flagged the image as NSFW.')
