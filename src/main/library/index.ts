export { createDocuments, type DocumentsOptions } from './create-documents.ts'
export { createLibrary, type LibraryOptions } from './create-library.ts'
export { watchSafety, type SafetyWatch } from './watch-safety.ts'
export type { Documents, Library, LibraryChange, NewResult, ProgressOptions } from './library.ts'
