export { startUpscale } from './start-upscale.ts'
export { UpscaleDialog } from './upscale-dialog.tsx'
export { quickUpscaler } from './upscalers.ts'
