import { useServices } from '../../client/index.ts'

/** Why an action on a card failed. */
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
