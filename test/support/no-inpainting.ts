import { createInpainting } from '../../src/main/vision/inpainting.ts'

const never = () => Promise.reject(new TypeError('There is no model.'))

/** As on a computer without models for removal. */
export async function noInpainting() {
  return createInpainting({ vision: { inpaintingSize: never, inpaint: never }, modelFolders: async () => [] })
}
