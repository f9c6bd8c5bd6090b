import type { components } from './schema';

/** A problem detail (RFC 9457) as the service tells it. */
export type Problem = components['schemas']['Problem'];

/** Why a call failed, in a form that `ErrorPanel` can show. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which it may succeed, where the service knows. */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail || problem.title);
    this.name = 'ApiError';
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** The server could not be reached: it is down, or the network is. */
export const UNREACHABLE = 'unreachable';

export function unreachable(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    code: UNREACHABLE,
    detail: '',
    hint: '',
    request_id: '',
    errors: [],
  });
}

/** The problem in a response that is not a success; a proxy in between may have answered with something else. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return refused(body, response);
}

/** The error in a response whose body was read. */
export function refused(body: unknown, response: Response): ApiError {
  const seconds = Number(response.headers.get('Retry-After') ?? '');
  return new ApiError(asProblem(body, response), seconds > 0 ? seconds : null);
}

export function asProblem(body: unknown, response: { status: number; statusText: string }): Problem {
  const told = typeof body === 'object' && body !== null && 'code' in body ? (body as Partial<Problem>) : {};
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: '',
    code: `http_${response.status}`,
    hint: '',
    request_id: '',
    errors: [],
    ...told,
  };
}
