export { createImaging } from './create-imaging.ts'
export { openMaskFile } from './open-mask-file.ts'
