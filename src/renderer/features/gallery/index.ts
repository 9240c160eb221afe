export { createGalleryModel } from './create-gallery-model.ts'
export { selectOnly, showShelf } from './create-gallery-store.ts'
export { createGalleryCommands } from './gallery-commands.ts'
export { type GalleryModel } from './gallery-context.ts'
