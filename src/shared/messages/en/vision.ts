import { plainMessage as message } from '../plain-message.ts'

export const visionStopped = message('Local vision stopped unexpectedly. Try again; it has been restarted.')
export const visionKeepsStopping = message(
  'Local vision keeps stopping, perhaps because of too little memory. Try again in {seconds} seconds, or choose a smaller model.',
)
export const cannotReadModel = message('Could not read {name}.')
export const modelUnreadable = message('{name} is damaged or of another format. Download the model again.')
export const modelFailed = message('The vision model failed. Download it again, or choose another.')
export const modelGivesNoNumbers = message(
  'The vision model returns no usable numbers. Download it again, or choose another.',
)
export const notThisKindOfModel = message('This model is not a {kind}.')
export const noRuntime = message('Local vision does not run on this kind of computer.')

// Embedding models
export const noEmbeddingModel = message(
  'No model for search by meaning is installed. Put a CLIP or SigLIP model in ONNX format into a model folder, with its config.json, tokenizer.json and onnx folder.',
)
export const unknownEmbeddingModel = message('No model for search by meaning is named {name}.')

// Background removal
export const noMattingModel = message(
  'No model for background removal is installed. Put one in ONNX format (BiRefNet, RMBG, MODNet, IS-Net) into a model folder, with its config.json, preprocessor_config.json and onnx folder.',
)
export const unknownMattingModel = message('No model for background removal is named {name}.')
export const noSubject = message('{model} found no subject. Try another model, or select the subject by hand.')
