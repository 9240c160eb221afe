export { createGalleryModel } from './create-gallery-model.ts'
export { createGalleryCommands } from './gallery-commands.ts'
export { type GalleryModel } from './gallery-context.ts'
