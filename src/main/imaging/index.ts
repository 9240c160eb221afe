export { createImaging } from './imaging.ts'
export { openMaskFile } from './open-mask-file.ts'
