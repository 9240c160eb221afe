import { initializeCanvas } from 'ag-psd'
import { AppError } from '../../../../../shared/errors/index.ts'

// The library creates plain pixel buffers through a canvas, which this process does not have.
initializeCanvas(
  () => {
    throw new AppError('internal/bug', 'The reader of Photoshop documents asked for a canvas.')
  },
  (width, height) => ({ width, height, data: new Uint8ClampedArray(width * height * 4), colorSpace: 'srgb' }),
)

export {
  getLayerImageData,
  getLayerMaskImageData,
  getLayerRealMaskImageData,
  readPsd,
  writePsdUint8Array,
  type Layer,
  type LayerMaskData,
  type PixelData,
  type Psd,
} from 'ag-psd'
