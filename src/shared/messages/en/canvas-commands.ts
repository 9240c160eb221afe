import { message } from '../message.ts'

export {
  actualSize,
  clearMask,
  exportMask,
  fillMaskHoles,
  fitInWindow,
  growMask,
  guessSubject,
  importMask,
  invertMask,
  maskBorder,
  maskEverything,
  maskRectangle,
  mirrorView,
  newMask,
  nextMaskOverlay,
  refineMask,
  resetViewRotation,
  restoreMask,
  rotateViewLeft,
  rotateViewRight,
  selectByColor,
  shrinkMask,
  smoothMask,
  toggleMask,
  toggleNavigator,
  zoomIn,
  zoomOut,
  zoomToMask,
} from './commands.ts'

// Mask commands
export const clearLayer = message('Clear layer')
export const restoreLayer = message('Restore layer')
export const invertSamplingArea = message('Invert sampling area')
export const clearSamplingArea = message('Clear sampling area')
export const restoreSamplingArea = message('Restore sampling area')
export const sampleFromEverywhere = message('Sample from everywhere')
export const sampleFromBorder = message('Sample from border')
export const sampleFromRectangle = message('Sample from rectangle…')
export const sampleFromSubject = message('Sample from guessed subject')
export const sampleFromColor = message('Sample from color…')
export const growSamplingArea = message('Grow sampling area by 4 px')
export const shrinkSamplingArea = message('Shrink sampling area by 4 px')
export const refineSamplingArea = message('Refine sampling area…')
export const fillSamplingHoles = message('Fill holes of sampling area')
export const smoothSamplingArea = message('Smooth sampling area')
export const paintMask = message('Paint mask')
export const paintSamplingArea = message('Paint sampling area')
export const samplingAutomatic = message('Sampling area: automatic')
export const samplingManual = message('Sampling area: manual')

// View commands
export const maskShownTinted = message('Mask shown in its color')
export const maskShownOutlined = message('Mask shown as outline')
export const maskShownAlone = message('Mask shown in black and white')
export const overlayOff = message('Overlay off')
