import { createInpainting } from '../../src/main/vision/create-inpainting.ts'

/** As on a computer without models for removal. */
export async function noInpainting() {
  const never = () => Promise.reject(new TypeError('There is no model.'))
  return createInpainting({ vision: { inpaintingSize: never, inpaint: never }, modelFolders: async () => [] })
}
