import { plainMessage as message } from '../plain-message.ts'

export const searchByContent = message('Search by content')
export const objectSelection = message('Object selection')
export const objectDetection = message('Object detection')
export const backgroundRemoval = message('Background removal')
export const removal = message('Removal of objects')
export const imageDescriptions = message('Image descriptions')
export const upscaling = message('Upscaling')
export const depthMaps = message('Depth maps')
export const poses = message('Poses')
