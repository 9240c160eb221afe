export { huggingface } from './huggingface.ts'
