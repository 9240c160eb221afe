import { expect, it } from 'vitest'
import { describeFileProblem, whereInList } from './describe-file-problem.ts'

it.each([
  ['/home/anna/cut.png', '“cut.png” is damaged.', '“cut.png” is damaged.', '/home/anna'],
  ['C:\\Photos\\cut.png', '“cut.png” is damaged.', '“cut.png” is damaged.', 'C:\\Photos'],
  ['cut.png', '“cut.png” is damaged.', '“cut.png” is damaged.', null],
  ['/home/anna/cut.png', 'The disk is full.', 'cut.png: The disk is full.', '/home/anna/cut.png'],
])('says of %s once which file it is', (file, problem, text, where) => {
  expect(describeFileProblem(file, problem)).toBe(text)
  expect(whereInList(file, problem)).toBe(where)
})
