import { expect, it } from 'vitest'
import { documentFormatNames, imageExtensions, openableFormatNames } from './openable-formats.ts'
import { isProjectFile, projectFormats } from './project-format.ts'

it('names everything that opens, images and documents', () => {
  expect(openableFormatNames).toBe('PNG, JPEG, WebP, AVIF, TIFF, GIF, .atelier, .psd, .ora')
  expect(documentFormatNames).toBe('.atelier, .psd, .ora')
  expect(imageExtensions.filter((extension) => isProjectFile(`a.${extension}`))).toEqual([])
  expect(projectFormats.every((format) => isProjectFile(`a.${format}`))).toBe(true)
})
