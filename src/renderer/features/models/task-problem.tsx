import { useServices } from '../../client/index.ts'

/** Why something asked for on a card did not work. */
export function TaskProblem({ error }: { readonly error: unknown }) {
  const { describeError } = useServices()
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <p className="provider-problem" role="alert">
      <strong>{title}.</strong> {text}
    </p>
  )
}
