import { plainMessage as message } from '../plain-message.ts'

export const visionStopped = message('Local vision stopped unexpectedly. Try again; it has been restarted.')
export const visionStoppedOnGpu = message(
  'Local vision stopped while it used the GPU. From now on it uses the CPU; under Models → Local models the GPU can be turned on again. Try again.',
)
export const unknownDevice = message('ATELIER_VISION_DEVICE is “{value}”; it must be “cpu” or “gpu”.')
export const visionKeepsStopping = message(
  'Local vision keeps stopping, perhaps because of too little memory. Try again in {seconds} seconds, or choose a smaller model.',
)
export const cannotReadModel = message('Could not read {name}.')
export const modelUnreadable = message('{name} is damaged or of another format. Download the model again.')
export const modelFailed = message('The vision model failed. Download it again, or choose another.')
export const modelGivesNoNumbers = message(
  'The vision model returns no usable numbers. Download it again, or choose another.',
)
// What a model should have been: the end of “This model is not a …”
export const poseKind = message('model for poses. It must find several people at once, as RTMO does')
export const segmentationKind = message('model for object selection')
export const detectionKind = message('model for object detection')
export const descriptionKind = message('model for image descriptions')
export const mattingKind = message('model for background removal')
export const embeddingKind = message('CLIP or SigLIP model')
export const imageEmbeddingKind = message('model for images of one size')
export const upscalingKind = message('model for upscaling. It must take and return RGB from 0 to 1, ×2, ×3 or ×4')
export const depthKind = message('model for depth maps')
export const inpaintingKind = message('model for removal. It must take an image and a mask, as LaMa and MI-GAN do')
export const notThisKindOfModel = message('This model is not a {kind}.')
export const visionOutOfMemory = message(
  'There is not enough memory for this model. Close other programs, or choose a smaller model.',
)
export const noRuntime = message('Local vision does not run on this kind of computer.')

// Embedding models
export const unknownEmbeddingModel = message('No model for search by content is named {name}.')

// Map of the library
export const mapStopped = message('The map could not be computed, perhaps because of too little memory. Try again.')

// Object selection
export const unknownSegmentationModel = message('No model for object selection is named {name}.')
export const takesNoBox = message('This model takes no box. Click the object instead, or choose another model.')
export const noObject = message('{model} found no object there. Add a point, or try another model.')

// Object detection
export const unknownDetectionModel = message('No model for object detection is named {name}.')
export const wordsNotFound = message('{model} found nothing for “{words}”. Use other words, or click the object.')

// Background removal
export const unknownMattingModel = message('No model for background removal is named {name}.')
export const noSubject = message('{model} found no subject. Try another model, or select the subject by hand.')

// Removal of objects
export const unknownInpaintingModel = message('No model for removal is named {name}.')

// Descriptions
export const unknownDescriptionModel = message('No model for image descriptions is named {name}.')
export const noText = message('{model} returned no text for this image. Try another model.')

// Upscaling
export const unknownUpscalingModel = message('No upscaler in ONNX format is named {name}.')

// Control images
export const unknownDepthModel = message('No model for depth maps is named {name}.')
export const unknownPoseModel = message('No model for poses is named {name}.')
export const noPeople = message('{model} found no people in this image. Try another image or model.')
