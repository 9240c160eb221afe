import { AppError, toFileError } from '../../../../shared/errors/index.ts'

/** Longest part of a decoder's own words that goes into the log. */
const detailMax = 300

/** Translates what a decoder says into words for a person. `name` is the file's name without its folder. */
export function toDecodeError(thrown: unknown, name: string): AppError {
  if (thrown instanceof AppError) return thrown
  const said = thrown instanceof Error ? thrown.message : String(thrown)
  const options = { cause: thrown, detail: { decoder: said.slice(0, detailMax) } }
  if (thrown instanceof Error && 'code' in thrown) return toFileError(thrown, `open “${name}”`)
  if (/file is missing/i.test(said)) {
    return new AppError(
      'storage/not-found',
      `Atelier could not open “${name}”: the file is not there any more.`,
      options,
    )
  }
  if (/pixel limit|out of memory|unable to allocate|memory allocation/i.test(said)) {
    return new AppError(
      'media/too-large',
      `“${name}” needs more memory to open than there is. Make it smaller in another program, then import it.`,
      options,
    )
  }
  return new AppError(
    'media/undecodable',
    `“${name}” is damaged or incomplete, so it cannot be opened. Nothing was changed; try another copy of the file.`,
    options,
  )
}
