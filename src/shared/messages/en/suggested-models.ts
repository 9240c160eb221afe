import { plainMessage as message } from '../plain-message.ts'

export const noEmbeddingModel = message('No model for search by content is installed.')
export const noSegmentationModel = message('No model for object selection is installed.')
export const noDetectionModel = message('No model for object detection is installed.')
export const noMattingModel = message('No model for background removal is installed.')
export const noInpaintingModel = message('No model for removal is installed.')
export const noDescriptionModel = message('No model for image descriptions is installed.')
export const noUpscalingModel = message('No upscaler is installed.')
export const noDepthModel = message('No model for depth maps is installed.')
export const noPoseModel = message('No model for poses is installed.')

export const suggestion = message('{name} does this on your computer ({size}, {license} license).')
export const needsEngine = message('It needs Atelier’s engine for local models.')
