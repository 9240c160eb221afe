export { comfyui } from './comfyui.ts'
