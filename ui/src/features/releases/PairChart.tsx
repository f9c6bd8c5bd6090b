import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Box } from '@mantine/core';

interface PairChartProps {
  pairs: { label: string; first: number; second: number }[];
  /** What the two bars are of. */
  first: string;
  second: string;
  height: number;
  told(value: number): string;
}

/** Two bars beside each other. A table says the same in numbers: this is for the eye alone, and scrolls nothing. */
export default function PairChart({ pairs, first, second, height, told }: PairChartProps) {
  return (
    <Box aria-hidden style={{ overflow: 'hidden' }}>
      <BarChart
        h={height}
        orientation="vertical"
        data={pairs}
        dataKey="label"
        series={[
          { name: 'first', label: first, color: 'gray.6' },
          { name: 'second', label: second, color: 'bench.7' },
        ]}
        valueFormatter={told}
        yAxisProps={{ width: 120 }}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        withLegend
      />
    </Box>
  );
}
