export { createGalleryStore, selectOnly, showShelf, type GalleryStore } from './create-gallery-store.ts'
export { createGalleryActions, type GalleryActions } from './gallery-actions.ts'
export { createGalleryCommands } from './gallery-commands.ts'
export { type GalleryModel } from './gallery-context.ts'
