/** What is asked of releases, with one key each. */
import { queryOptions } from '@tanstack/react-query';
import { api, given, type Schemas } from '@/api/client';

export type Release = Schemas['ReleaseOut'];
export type Comparison = Schemas['ReleaseComparisonOut'];
export type Difference = Schemas['DifferenceOut'];

/** Begins the key of everything about releases. */
export const RELEASES = ['releases'];
/** Runs do not change; which release is where does, and tells by itself. */
const A_WHILE = 5 * 60_000;

export const releasesQuery = queryOptions({
  queryKey: [...RELEASES, 'list'],
  queryFn: ({ signal }) => given(api.GET('/api/v1/releases', { signal })),
});

export const releaseQuery = (version: number) =>
  queryOptions({
    queryKey: [...RELEASES, version],
    queryFn: ({ signal }) =>
      given(api.GET('/api/v1/releases/{release}', { params: { path: { release: String(version) } }, signal })),
  });

export const comparisonQuery = (version: number, against: number) =>
  queryOptions({
    queryKey: [...RELEASES, version, 'beside', against],
    queryFn: ({ signal }) =>
      given(
        api.GET('/api/v1/releases/{release}/comparison', {
          params: { path: { release: String(version) }, query: { against: String(against) } },
          signal,
        }),
      ),
    staleTime: A_WHILE,
  });

/** The release that an alias points to. */
export function aliased(releases: Release[], alias: string): Release | undefined {
  return releases.find(({ aliases }) => aliases.includes(alias));
}

/** What a release is held against where nobody says: production; what was there before it, or the newest other one. */
export function besides(release: Release, releases: Release[]): number | undefined {
  const production = aliased(releases, 'production')?.version;
  if (production !== release.version) return production;
  const before = Number(release.said['production.before']);
  const others = releases.filter(({ version }) => version !== release.version);
  return (others.find(({ version }) => version === before) ?? others[0])?.version;
}
